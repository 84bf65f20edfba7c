import requests
import time

def predict_gender(name):
    url = f"https://api.genderize.io?name={name}"
    response = requests.get(url)
    data = response.json()
    return name, data['gender']

def main():
    names = ["Alice", "Bob", "Charlie", "Diana", "Eve"]
    start_time = time.time()
    
    results = []
    for name in names:
        result = predict_gender(name)
        results.append(result)
    
    end_time = time.time()
    print(f"Time taken: {end_time - start_time:.2f} seconds")
    print(results)

if __name__ == "__main__":
    main()
